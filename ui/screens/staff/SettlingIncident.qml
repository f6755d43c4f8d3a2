SettlingPage {}
