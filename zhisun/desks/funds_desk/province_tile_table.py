"""One tile a province (方块地图): our own schematic, no outline and no coordinate of anybody's.

Columns from west to east, rows from north to south, both from 1; neighbours stand near each other
as far as eight columns let them. The letter is the official abbreviation (简称).
"""

COLUMNS = 8

TILES: dict[str, tuple[str, int, int]] = {
    "23": ("黑", 8, 1),
    "22": ("吉", 8, 2),
    "65": ("新", 1, 3),
    "62": ("甘", 3, 3),
    "64": ("宁", 4, 3),
    "15": ("蒙", 5, 3),
    "11": ("京", 6, 3),
    "12": ("津", 7, 3),
    "21": ("辽", 8, 3),
    "63": ("青", 2, 4),
    "61": ("陕", 4, 4),
    "14": ("晋", 5, 4),
    "13": ("冀", 6, 4),
    "37": ("鲁", 7, 4),
    "54": ("藏", 1, 5),
    "51": ("川", 3, 5),
    "50": ("渝", 4, 5),
    "41": ("豫", 5, 5),
    "34": ("皖", 6, 5),
    "32": ("苏", 7, 5),
    "31": ("沪", 8, 5),
    "52": ("黔", 4, 6),
    "42": ("鄂", 5, 6),
    "36": ("赣", 6, 6),
    "33": ("浙", 7, 6),
    "53": ("滇", 3, 7),
    "45": ("桂", 4, 7),
    "43": ("湘", 5, 7),
    "44": ("粤", 6, 7),
    "35": ("闽", 7, 7),
    "71": ("台", 8, 7),
    "46": ("琼", 4, 8),
    "82": ("澳", 5, 8),
    "81": ("港", 6, 8),
}
"""By the two digits of the province: letter, column, row."""
