UPDATE grid SET lattice_active = 0 WHERE support = 'lattice' AND lattice_active = 1
