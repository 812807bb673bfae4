"""Everything before Streamlit: the door, the sign-in pages, headers and our few assets."""
