UPDATE incident SET import = ?2 WHERE id = ?1
