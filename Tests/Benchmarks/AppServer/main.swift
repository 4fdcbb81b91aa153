import Dewar

app.run()
