"""线索交换 (indicators in files): CSV, Excel, STIX 2.1, MISP and the bank lane's push."""
