"""A second opinion on what the rules left in: a small linear model of shapes and of the words around them."""
