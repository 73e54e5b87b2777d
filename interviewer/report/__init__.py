"""Sessions to reports and their exports."""
