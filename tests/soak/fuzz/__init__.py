"""What comes from outside, in every shape a die can think of: python -m tests.soak.fuzz --minutes 60"""
