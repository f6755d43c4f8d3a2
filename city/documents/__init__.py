"""The city's drawing hand: certificates as A4 pages."""
