"""What the graph calls its inputs. Apart from it, since the graph needs OpenVINO to be written."""

TOKENS, POSITIONS, BEAM, VOICE = "tokens", "positions", "beam", "voice"
