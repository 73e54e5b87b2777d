"""Start the browser app with the settings of the environment: ``python app.py``."""

from interviewer.web.launch import launch

if __name__ == "__main__":
    launch()
