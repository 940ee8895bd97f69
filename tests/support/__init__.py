"""What tests share: places, commands run as a person would run them, repositories made once."""
