"""The use cases, one small file per noun; every public function passes the gate."""
