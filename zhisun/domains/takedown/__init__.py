"""号码、网址、账号封停 (takedown): orders to carriers and platforms, their clocks and answers."""
