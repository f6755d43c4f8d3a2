"""From a state to the plain values that its screen shows; one module a chapter of the visit."""
