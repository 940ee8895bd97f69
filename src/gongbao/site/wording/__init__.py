"""What pages say in the reader's language: messages, titles, names, values as people read them."""
