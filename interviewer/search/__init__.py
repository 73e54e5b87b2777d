"""Embeddings, FAISS and lexical index, and how their hits are joined."""
