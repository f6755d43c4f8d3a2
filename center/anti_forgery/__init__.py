"""What the center adds to the city's certificate so that a copy or a forgery can be told: ground, page tokens, signed code."""
