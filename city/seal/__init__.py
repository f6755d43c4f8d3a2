"""Seals: the official seal of the issuing authority and the impressions of residents' seals. All of them are invented."""
