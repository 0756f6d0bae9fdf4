UPDATE grid SET lattice_active = 1 WHERE code = $1 AND support = 'lattice'
