"""A few dozen households of a town that does not exist: everybody here is invented, down to the seals.

They live in quarters of Hanamaki that are on no map. The individual numbers begin with 0000 and carry a wrong check digit
on purpose, the residence card numbers begin with ZZ: neither can be anybody's.
"""

from rehearsal.sample_residents.families import ELSEWHERE, FURTHER
from rehearsal.sample_residents.filling import fill, invalid_individual_number
from rehearsal.sample_residents.households import HOUSEHOLDS, ordinary_households
from rehearsal.sample_residents.people import Person, Persona, SampleHousehold
from rehearsal.sample_residents.personas import PERSONAS

__all__ = [
    "ELSEWHERE",
    "FURTHER",
    "HOUSEHOLDS",
    "PERSONAS",
    "Person",
    "Persona",
    "SampleHousehold",
    "fill",
    "invalid_individual_number",
    "ordinary_households",
]
