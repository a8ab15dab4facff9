# web/app.py: the page
#
# Step 1, app. Write a small Flask application here. From top to bottom it
#
#   - imports os, Flask and psycopg2
#   - makes the application, a Flask object called `app`
#   - answers requests for the path / with a function that
#
#       reads the address of the database from the variable DATABASE_URL and,
#       when there is none, says so with status 500
#
#       connects to the database, runs `SELECT 1` and closes the connection
#
#       returns  Hello from Flask! Connected to database successfully!
#       or, when the database cannot be reached, the reason with status 500
#
# What it imports and Python does not bring along goes into requirements.txt.
# `tutor lesson app` explains each part, `tutor hint app` gives a hint.
