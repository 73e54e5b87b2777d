"""Layouts of questions and answers: from blocks to raw questions, structure first."""
