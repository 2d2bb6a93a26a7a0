"""涉案资金返还: frozen money goes back to its victims, to the fen."""
