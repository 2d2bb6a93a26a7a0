"""The trained tagger (标注): which characters are names, programs, places and organisations."""
