"""What the people of the city office do by command: registrations of use, and the reasons behind references."""
