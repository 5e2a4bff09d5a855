"""What every act is called with, one file per room: a function named as the act makes what the act
needs, and gives its arguments. A new act without a line here fails the test of events."""
