"""预警劝阻: signals about one person become one dispatch, and somebody gets to his door."""
