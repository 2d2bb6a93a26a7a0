"""The seats of a centre (席位): pages that speak to domains, and own no tables."""
