"""What people say → elements with exact places and normal forms (要素抽取). See README.md."""
