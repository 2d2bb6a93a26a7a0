"""机器接口 (version 1): what other systems of the police push in."""
