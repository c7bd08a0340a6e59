// Forms for correcting work without this; here a place is looked up and put on a map without leaving the form.
export {};
