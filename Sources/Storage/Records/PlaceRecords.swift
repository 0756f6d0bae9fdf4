public import SimpleFeatures

/// Administrative areas and places as a store keeps them: geometry in WGS 84, codes as text,
/// unknown numbers as `nil`.

/// A unit of administration. Codes change, so a unit is known by its code and the days it held.
public struct UnitRecord: Sendable, Hashable {
  public var code: String
  public var name: String
  /// province, city, county, town or village.
  public var level: String
  public var parent: String?
  public var validFrom: DayNumber?
  public var validTo: DayNumber?
  public var synthetic: Bool
  public var geometry: Geometry

  public init(
    code: String, name: String, level: String, parent: String?, validFrom: DayNumber?,
    validTo: DayNumber?, synthetic: Bool, geometry: Geometry
  ) {
    self.code = code
    self.name = name
    self.level = level
    self.parent = parent
    self.validFrom = validFrom
    self.validTo = validTo
    self.synthetic = synthetic
    self.geometry = geometry
  }
}

/// A governance grid, or a cell of a lattice.
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
  public var synthetic: Bool
  public var geometry: Geometry

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

/// A village or community: a point with the twelve-digit statistical code.
public struct VillageRecord: Sendable, Hashable {
  public var code: String
  public var name: String
  public var population: Int?
  public var households: Int?
  public var synthetic: Bool
  public var geometry: Geometry

  public init(
    code: String, name: String, population: Int?, households: Int?, synthetic: Bool,
    geometry: Geometry
  ) {
    self.code = code
    self.name = name
    self.population = population
    self.households = households
    self.synthetic = synthetic
    self.geometry = geometry
  }
}

/// A piece of shore.
public struct CoastSegmentRecord: Sendable, Hashable {
  public var code: String
  /// mainland or island.
  public var kind: String
  public var town: String?
  public var lengthMetres: Double?
  /// open, semi or sheltered, by the free water in front of it.
  public var exposureClass: String?
  public var synthetic: Bool
  public var geometry: Geometry

  public init(
    code: String, kind: String, town: String?, lengthMetres: Double?, exposureClass: String?,
    synthetic: Bool, geometry: Geometry
  ) {
    self.code = code
    self.kind = kind
    self.town = town
    self.lengthMetres = lengthMetres
    self.exposureClass = exposureClass
    self.synthetic = synthetic
    self.geometry = geometry
  }
}

/// Water where something is grown.
public struct AquacultureZoneRecord: Sendable, Hashable {
  public var code: String
  public var name: String
  public var species: String?
  /// mu (亩), kou (口) or xiang (箱).
  public var unit: String?
  public var quantity: Double?
  public var workers: Int?
  public var licence: String?
  public var licenceAreaMu: Double?
  public var prohibited: Bool?
  public var unitValueFen: Int64?
  public var synthetic: Bool
  public var geometry: Geometry

  public init(
    code: String, name: String, species: String?, unit: String?, quantity: Double?, workers: Int?,
    licence: String?, licenceAreaMu: Double?, prohibited: Bool?, unitValueFen: Int64?,
    synthetic: Bool, geometry: Geometry
  ) {
    self.code = code
    self.name = name
    self.species = species
    self.unit = unit
    self.quantity = quantity
    self.workers = workers
    self.licence = licence
    self.licenceAreaMu = licenceAreaMu
    self.prohibited = prohibited
    self.unitValueFen = unitValueFen
    self.synthetic = synthetic
    self.geometry = geometry
  }
}

/// The track of a storm.
public struct StormRecord: Sendable, Hashable {
  public var code: String
  public var season: Int
  public var maxWindKnots: Double?
  public var minPressureHectopascal: Double?
  public var synthetic: Bool
  public var geometry: Geometry

  public init(
    code: String, season: Int, maxWindKnots: Double?, minPressureHectopascal: Double?,
    synthetic: Bool, geometry: Geometry
  ) {
    self.code = code
    self.season = season
    self.maxWindKnots = maxWindKnots
    self.minPressureHectopascal = minPressureHectopascal
    self.synthetic = synthetic
    self.geometry = geometry
  }
}
