/** Where the criteria come from. */
export const sources = {
  aha2009conduction: 'AHA/ACCF/HRS 2009, part III (Surawicz et al., Circulation 2009;119:e235-e240)',
  aha2009repolarisation: 'AHA/ACCF/HRS 2009, part IV (Rautaharju et al., Circulation 2009;119:e241-e250)',
  aha2009hypertrophy: 'AHA/ACCF/HRS 2009, part V (Hancock et al., Circulation 2009;119:e251-e261)',
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
  zema: 'our own limits, after Zema & Kligfield, J Electrocardiol 1979;12:3-10',
  rijnbeek: 'Rijnbeek et al., Eur Heart J 2001;22:702-711 (limits rounded)',
  hyperkalaemia: 'Levis, Perm J 2013;17:69; T above 0.5 mV in limb, 1.0 mV in chest leads',
  lowVoltage: 'Madias, Cardiol J 2008;15:389-392',
  bradycardia: 'ACC/AHA/HRS 2018 (Kusumoto et al., Circulation 2019;140:e382-e482)',
  shortQt: 'ESC 2022 (Zeppenfeld et al., Eur Heart J 2022;43:3997-4126)',
} as const;

/**
 * How far each was checked. `abstract`: its own abstract or first page; `quoted`: others who quote its limits; `not`: it was not to be had, and
 * what stands in the rules is from memory.
 */
export const checkedSources: Readonly<Record<keyof typeof sources, readonly ['abstract' | 'quoted' | 'not', string]>> =
  {
    aha2009conduction: [
      'quoted',
      'axis by age, QRS by age, RBBB, LBBB: as here. The R peak time above 60 ms in V5 and V6 that AHA asks for was there in 17 to 27 % of recognised LBBB in one series (Neth Heart J 2021;29:643-653)',
    ],
    aha2009repolarisation: ['quoted', 'QTc from 450 ms (men), 460 ms (women), and above 500 ms: as here'],
    aha2009hypertrophy: [
      'quoted',
      'R in V1 + S in V5 or V6 above 1.05 mV; voltage limits of LVH. R in V1 of 0.6 mV and the limits of P were not found (Sokolow and Lyon have R in V1 from 0.7 mV)',
    ],
    strauss: ['quoted', '140 ms (men), 130 ms (women), QS or rS in V1, notches in two of V1, V2, V5, V6, I, aVL'],
    universalDefinition: [
      'quoted',
      'limits of ST elevation by lead, age and sex, of ST depression and of T inversion: as here. The durations of Q were not found',
    ],
    meyers: ['abstract', 'ST depression maximal in V1 to V4 against V5 and V6: specificity 97 % for occlusion'],
    macfarlane: [
      'quoted',
      'peak of the notch from 0.1 mV, two leads other than V1 to V3, QRS below 120 ms; slurs count there',
    ],
    bogossian: ['abstract', '48.5 % of QRS, from paced beats; later studies find other shares'],
    sgarbossa: ['quoted', 'both concordant criteria, 0.1 mV; the discordant one is not used'],
    brugada: ['quoted', 'coved ST of 0.2 mV in V1 or V2; the fall of 0.02 mV and the limit on R′ are our own'],
    ginzton: ['abstract', 'ST over T in V6 from 0.25 on, 19 patients against 20; the number of leads is our own'],
    sokolow: ['quoted', '3.5 mV; R in aVL from 1.1 mV'],
    cornell: [
      'quoted',
      '2.8 and 2.0 mV; product 244 mV ms. What is added for women is printed as 0.6 and as 0.8 mV; 0.6 is used',
    ],
    peguero: ['quoted', '2.8 mV (men), 2.3 mV (women)'],
    morris: ['not', 'others print 0.03 and 0.04 mm s'],
    zema: [
      'abstract',
      'there R in V3 of 0.15 mV or less tells infarction among poor progressions, and four causes are named; 0.2 mV in V2 and V3 is our own',
    ],
    rijnbeek: ['abstract', 'that limits by nine age groups exist; the limits themselves were not to be had'],
    hyperkalaemia: ['not', 'others print 0.6 mV in limb and 1.0 mV in chest leads; the widths are our own'],
    lowVoltage: ['quoted', '0.5 mV and 1.0 mV, by others; this paper was not to be had'],
    bradycardia: ['not', 'the guideline was found, its sentence on PR above 200 ms not'],
    shortQt: [
      'not',
      'lower ends of the normal range, 350 ms (men) and 360 ms (women), are quoted from Priori et al. 2013',
    ],
  };
