/// Columbus or North Carolina, as esda sees it: Moran and Geary.
struct EsdaMoran: Decodable {
  struct Global: Decodable {
    var i: Double?
    var c: Double?
    var expectedI: Double?
    var normal: Double?
    var randomised: Double?
    var normalC: Double?
    var randomisedC: Double?
    var zNormal: Double?
    var z: Double?
    var p: Double?

    enum CodingKeys: String, CodingKey {
      case i = "I"
      case c = "C"
      case expectedI = "EI"
      case normal = "VI_norm"
      case randomised = "VI_rand"
      case normalC = "VC_norm"
      case randomisedC = "VC_rand"
      case zNormal = "z_norm"
      case z = "z_rand"
      case p = "p_rand_two_sided"
    }
  }

  struct Local: Decodable {
    var i: [Double]
    var quadrants: [Int]
    var z: [Double]
    var lag: [Double]
    var p: [Double]

    enum CodingKeys: String, CodingKey {
      case i = "I"
      case quadrants = "quadrant_1HH_2LH_3LL_4HL"
      case z
      case lag = "lag_z"
      case p = "p_sim_99999"
    }
  }

  struct Expected: Decodable {
    var moran: Global
    var geary: Global
    var binary: Global
    var local: Local

    enum CodingKeys: String, CodingKey {
      case moran = "global_moran_rowstd"
      case geary = "global_geary_rowstd"
      case binary = "global_moran_binary"
      case local = "local_moran_rowstd"
    }
  }

  struct Input: Decodable {
    var rook: [[Int]]?
    var counts: [Double]?
    var exposures: [Double]?

    enum CodingKeys: String, CodingKey {
      case rook = "neighbors_rook"
      case counts = "SID74"
      case exposures = "BIR74"
    }
  }

  var input: Input
  var expected: Expected
  var rook: Expected?

  enum CodingKeys: String, CodingKey {
    case input
    case expected
    case rook = "expected_rook"
  }
}

/// The same, as spdep sees it.
struct SpdepMoran: Decodable {
  struct Local: Decodable {
    var i: [Double]
    var mean: [Double]
    var variance: [Double]
    var z: [Double]
    var p: [Double]

    enum CodingKeys: String, CodingKey {
      case i = "Ii"
      case mean = "E"
      case variance = "Var"
      case z
      case p = "p_two"
    }
  }

  struct Area: Decodable {
    var file: String
    var conditional: Local
    var total: Local

    enum CodingKeys: String, CodingKey {
      case file
      case conditional = "localmoran_conditional"
      case total = "localmoran_total_randomisation"
    }
  }

  struct Smoothing: Decodable {
    struct Parameters: Decodable {
      var a: Double
      var b: Double
    }
    var global: [Double]
    var local: [Double]
    var parameters: Parameters
    var moran: Double

    enum CodingKeys: String, CodingKey {
      case global = "EBest_poisson"
      case local = "EBlocal_est"
      case parameters = "EBest_parameters"
      case moran = "EBImoran_statistic"
    }
  }

  var areas: [Area]
  var smoothing: Smoothing
}

/// Columbus with neighbours that do not weigh the same.
struct WeightedColumbus: Decodable {
  struct Style: Decodable {
    /// The statistic, its mean, the variance by randomisation, and by normality.
    var moran: [Double]
    var geary: [Double]
    var localG: [Double]
    var localMoran: [Double]
    var conditionalZ: [Double]
    var totalMean: [Double]
    var totalVariance: [Double]
  }

  var binary: Style
  var standardised: Style
  var localGStar: [Double]

  enum CodingKeys: String, CodingKey {
    case binary = "B"
    case standardised = "W"
    case localGStar = "localGstar"
  }
}

struct BivariateCarolina: Decodable {
  struct Global: Decodable {
    var i: Double
    var mean: Double
    var variance: Double

    enum CodingKeys: String, CodingKey {
      case i = "I"
      case mean = "EI_sim"
      case variance = "VI_sim"
    }
  }

  struct Local: Decodable {
    var i: [Double]
    var quadrants: [Int]
    var p: [Double]

    enum CodingKeys: String, CodingKey {
      case i = "I"
      case quadrants = "quadrant_1HH_2LH_3LL_4HL"
      case p = "p_sim_99999"
    }
  }

  struct Permuted: Decodable {
    var meanI: Double?
    var varianceI: Double?
    var meanC: Double?
    var varianceC: Double?

    enum CodingKeys: String, CodingKey {
      case meanI = "EI_sim"
      case varianceI = "VI_sim"
      case meanC = "EC_sim"
      case varianceC = "VC_sim"
    }
  }

  var x: [Double]
  var y: [Double]
  var global: Global
  var local: Local
  var standardised: [Double]
  var moran: Permuted
  var geary: Permuted

  enum CodingKeys: String, CodingKey {
    case x, y, global, local
    case standardised = "assuncao_rate_74"
    case moran = "moran_sidr79"
    case geary = "geary_sidr79"
  }
}
