"""The Gradio app: shows, calls; no logic."""
