"""接警席: the narrative on one side, the report it makes on the other."""
