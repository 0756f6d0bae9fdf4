public import SimpleFeatures

/// A governance grid, a cell of a lattice, or a village as an area to count in.
public struct GridRecord: Sendable, Hashable {
  /// A cell of a lattice: its column and row are its metres east and north divided by its side,
  /// rounded down.
  public struct LatticePosition: Sendable, Hashable {
    public var cellMetres: Int
    public var column: Int32
    public var row: Int32

    public init(cellMetres: Int, column: Int32, row: Int32) {
      self.cellMetres = cellMetres
      self.column = column
      self.row = row
    }
  }

  public var code: String
  public var name: String
  /// village, residential, enterprise, sea or special; cell for a lattice.
  public var kind: String
  public var population: Int?
  public var households: Int?
  public var workers: Int?
  public var staff: Int?
  public var areaSquareMetres: Double
  /// Inside the grid, in metres of the store's metric CRS.
  public var label: Coordinate
  public var lattice: LatticePosition?
  /// A village, and neither a grid nor a cell.
  public var isVillage = false
  /// Counts the borders that a code has had, from 1.
  public var version = 1
  /// The days that this border held, where they are known.
  public var validFrom: DayNumber?
  public var validTo: DayNumber?
  /// The border that is drawn now; a code has at most one.
  public var isCurrent = true
  public var synthetic: Bool
  /// WGS 84.
  public var geometry: Geometry

  public var support: Support { lattice != nil ? .lattice : isVillage ? .village : .grid }

  public init(
    code: String, name: String, kind: String, population: Int?, households: Int?, workers: Int?,
    staff: Int?, areaSquareMetres: Double, label: Coordinate, lattice: LatticePosition?,
    synthetic: Bool, geometry: Geometry
  ) {
    self.code = code
    self.name = name
    self.kind = kind
    self.population = population
    self.households = households
    self.workers = workers
    self.staff = staff
    self.areaSquareMetres = areaSquareMetres
    self.label = label
    self.lattice = lattice
    self.synthetic = synthetic
    self.geometry = geometry
  }
}
