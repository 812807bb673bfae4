"""What is next in a case, one small file per noun: each reads the facts and yields its steps."""
