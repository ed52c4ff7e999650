// A class whose definition the debugger does not see: its key function is in a file without debug information.
struct Hidden {
  virtual ~Hidden();
  int value = 5;
};
