/** Where the criteria come from. */
export const sources = {
  aha2009conduction: 'AHA/ACCF/HRS 2009, part III (Surawicz et al., Circulation 2009;119:e235-e240)',
  aha2009repolarisation: 'AHA/ACCF/HRS 2009, part IV (Rautaharju et al., Circulation 2009;119:e241-e250)',
  aha2009hypertrophy: 'AHA/ACCF/HRS 2009, part V (Hancock et al., Circulation 2009;119:e251-e261)',
  aha2009ischaemia: 'AHA/ACCF/HRS 2009, part VI (Wagner et al., Circulation 2009;119:e262-e270)',
  strauss: 'Strauss et al., Am J Cardiol 2011;107:927-934',
  universalDefinition: 'Fourth Universal Definition of MI (Thygesen et al., Circulation 2018;138:e618-e651)',
  meyers: 'Meyers et al., J Am Heart Assoc 2021;10:e022866',
  macfarlane: 'Macfarlane et al., J Am Coll Cardiol 2015;66:470-477',
  bogossian: 'Bogossian et al., Heart Rhythm 2014;11:2273-2277',
  sgarbossa: 'Sgarbossa et al., N Engl J Med 1996;334:481-487',
  brugada: 'HRS/EHRA/APHRS 2013 (Priori et al., Heart Rhythm 2013;10:1932-1963)',
  ginzton: 'Ginzton & Laks, Circulation 1982;65:1004-1009',
  sokolow: 'Sokolow & Lyon, Am Heart J 1949;37:161-186',
  cornell:
    'Casale et al., J Am Coll Cardiol 1985;6:572-580; product: Molloy et al., J Am Coll Cardiol 1992;20:1180-1186',
  peguero: 'Peguero et al., J Am Coll Cardiol 2017;69:1694-1703',
  morris: 'Morris et al., Circulation 1964;29:242-252',
  zema: 'Zema & Kligfield, J Electrocardiol 1979;12:3-10',
  rijnbeek: 'Rijnbeek et al., Eur Heart J 2001;22:702-711 (limits rounded)',
  hyperkalaemia: 'Levis, Perm J 2013;17:69; T above 0.5 mV in limb, 1.0 mV in chest leads',
  lowVoltage: 'Madias, Cardiol J 2008;15:389-392',
} as const;
