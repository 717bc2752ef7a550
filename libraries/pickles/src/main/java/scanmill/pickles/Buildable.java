package scanmill.pickles;

/** An object that a pickle first makes and then tells its state. */
interface Buildable {

  /**
   * @param in the bytes after the pickle's last instruction, for those that continue there
   * @return itself, or what stands for it from now on
   */
  Object build(Object state, PickleBytes in);
}
