"""流水解析: bytes of statement files → normal rows → movements of money, each once."""
