"""The city's register: who lives where, under which names, with which registered seal."""
