"""对外接口 (machine interfaces): institutions, the 110 system."""
