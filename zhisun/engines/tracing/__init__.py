"""Following money (资金穿透): transfers and claims in, a trail that conserves every fen out."""
