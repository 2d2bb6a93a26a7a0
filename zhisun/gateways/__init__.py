"""Outside systems (对外接口). No Django here."""
