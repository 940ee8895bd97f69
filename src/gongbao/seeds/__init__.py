"""The only reader of what people write: seeds/ and the engine's lexicon, each fault told with file and line."""
