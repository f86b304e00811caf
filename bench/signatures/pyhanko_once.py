"""pyHanko's long-term process on the first signature of a file, once, with only what it needs: ROOT.pem FILE.pdf"""
import asyncio, logging, sys, warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, RevinfoOnlineFetchingRule
from pyhanko.sign.validation.policy_decl import RevocationInfoGatheringSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

root, file = sys.argv[1:]
policy = CertValidationPolicySpec(
    trust_manager=SimpleTrustManager.build(trust_roots=[load_cert_from_pemder(root)]),
    revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("hard-fail")),
)
gathering = RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY)
spec = PdfSignatureValidationSpec(
    SignatureValidationSpec(cert_validation_policy=policy, revinfo_gathering_policy=gathering)
)


async def once():
    with open(file, "rb") as handle:
        result = await ades_lta_validation(PdfFileReader(handle).embedded_signatures[0], spec)
        assert result.ades_subindic.standard_name == "OK", result


asyncio.run(once())
